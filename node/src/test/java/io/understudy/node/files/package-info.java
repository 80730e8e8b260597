@NullMarked
package io.understudy.node.files;

import org.jspecify.annotations.NullMarked;
