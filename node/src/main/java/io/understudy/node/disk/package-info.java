/** What is kept in small files so that bad luck can't take it. */
@NullMarked
package io.understudy.node.disk;

import org.jspecify.annotations.NullMarked;
