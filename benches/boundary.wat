;; The smallest functions that cross the boundary in each direction.
(module
  (import "js" "call" (func $call))
  (memory (export "memory") 1)
  (func (export "empty"))
  (func (export "out") (call $call))
  ;; The text comes back from another place, as from a function that made it.
  (func (export "text") (param $length i32) (result i32)
    (memory.copy (i32.const 4096) (i32.const 0) (local.get $length))
    (local.get $length)))
