package io.raptorflow.guild.research.output;

/// A question that no source answers.
///
/// @param file the file or table that would answer it
public record Gap(String question, String file) {}
