//! Numbers for what is kept between two crossings. Not here: what it is.

/// What is kept, each under its number. A number is used again once its value was taken.
#[derive(Debug)]
pub(super) struct Slots<T>(Vec<Option<T>>);

impl<T> Slots<T> {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn put(&mut self, value: T) -> usize {
        let number = self.0.iter().position(Option::is_none).unwrap_or(self.0.len());
        match self.0.get_mut(number) {
            Some(place) => *place = Some(value),
            None => self.0.push(Some(value)),
        }
        number
    }

    pub(super) fn get(&mut self, number: usize) -> Option<&mut T> {
        self.0.get_mut(number)?.as_mut()
    }

    pub(super) fn take(&mut self, number: usize) -> Option<T> {
        self.0.get_mut(number)?.take()
    }
}
