//! Holds the sources to the design: the rooms of the house and who may use whom, no ring of files, a pure core, files
//! of readable size, and no law in the code. It reads sources as text; it knows nothing of what the code does.

mod imports;
mod law;
mod purity;
mod rooms;
mod sources;
