/** {@code ./dev bench files}: the server's files between two daemons, beside rsync. */
@NullMarked
package io.understudy.bench.files;

import org.jspecify.annotations.NullMarked;
