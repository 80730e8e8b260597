/** What a node saw, and when. */
@NullMarked
package io.understudy.core.observation;

import org.jspecify.annotations.NullMarked;
