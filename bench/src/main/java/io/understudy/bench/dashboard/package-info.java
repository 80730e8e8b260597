/** What open pages and programs cost the daemon whose page they look at. */
@NullMarked
package io.understudy.bench.dashboard;

import org.jspecify.annotations.NullMarked;
