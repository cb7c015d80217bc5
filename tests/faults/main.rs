//! A disk that fails: each write, flush, rename and opening in turn is refused by the system or is the last thing the
//! process does, while Stet works through its real use cases. `strace` injects the faults at the system's door.

mod case;
mod order;
mod round;
mod work;
