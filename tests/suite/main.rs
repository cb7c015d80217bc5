//! The whole program from outside: its command line on real newsrooms, and the walls between its rooms.

mod bad_input;
mod desk;
mod doctor;
mod export;
mod files;
mod import;
mod kill;
mod pictures;
mod site;
mod together;
mod versions;
mod walls;
