@NullMarked
package io.understudy.node.journal;

import org.jspecify.annotations.NullMarked;
