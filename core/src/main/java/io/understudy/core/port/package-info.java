/** What the node needs of the world, in our own words; adapters and fakes implement it. */
@NullMarked
package io.understudy.core.port;

import org.jspecify.annotations.NullMarked;
