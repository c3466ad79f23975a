package dev.lifeguard.gui.common;

/// Where a column of a table stands is its place in a list of these; this is how wide it is.
///
/// @param column which one
/// @param width in letters' sizes (em), so that it fits other sizes of letters too; 0 when the
///   table may choose
public record ColumnPlace(String column, double width) {}
