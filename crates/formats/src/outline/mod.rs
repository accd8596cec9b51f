//! Areas on the ground: read from GeoJSON, and asked whether a point lies in them and how far from their border.

mod geojson;
mod polygon;

pub use geojson::{Area, read};
pub use polygon::{Outline, Polygon, Standing};
