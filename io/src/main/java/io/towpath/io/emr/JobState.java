package io.towpath.io.emr;

/**
 * How far a job is.
 *
 * @param word the service's own
 * @param ended whether it will not change any more
 * @param succeeded whether it ended well, as the service sees it
 * @param reason the service's, empty if it has none
 */
public record JobState(String word, boolean ended, boolean succeeded, String reason) {}
