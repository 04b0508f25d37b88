//! Holds the sources to the design: the rooms of the house and who may use whom, no ring of files, a pure core, files
//! of readable size, no law in the code, and documents that lead where they say. It reads sources as text; it knows
//! nothing of what the code does.

mod documents;
mod imports;
mod law;
mod purity;
mod rooms;
mod sources;
