package io.raptorflow.guild.research.output;

/// Something that a source says.
///
/// @param id unique within the report, for example `M1`
/// @param citation where it stands: `brief:/product/price`, `orders.csv#rows 1-310` or
///   `page:competitor-a`
public record Fact(String id, String text, String citation) {}
