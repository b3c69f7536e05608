package io.raptorflow.agent;

/// What a model may add to a computed answer: how to read it, in two sentences.
///
/// @param reading plain text
record Reading(String reading) {}
