/**
 * What is worth telling a person who does not look: of each matter once, again only while it lasts
 * for hours, and that it is over. It decides nothing about the cluster.
 */
@NullMarked
package io.understudy.core.notice;

import org.jspecify.annotations.NullMarked;
