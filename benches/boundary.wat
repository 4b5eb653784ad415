;; The smallest functions that cross the boundary in each direction.
(module
  (import "js" "call" (func $call))
  (memory (export "memory") 1)
  (func (export "empty"))
  (func (export "out") (call $call))
  ;; Returns the text at another address, as a function does that makes a text.
  (func (export "text") (param $length i32) (result i32)
    (memory.copy (i32.const 4096) (i32.const 0) (local.get $length))
    (local.get $length)))
