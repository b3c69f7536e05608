package io.raptorflow.bus;

/// One work of a job.
///
/// @param version version of its row when the job was planned; another since then is not touched
public record JobItem(WorkId work, int version) {}
