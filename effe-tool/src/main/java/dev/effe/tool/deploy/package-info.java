/** The commands that deploy the functions of effe.yaml to hosts, to AWS and to Kubernetes, and lead clients from version to version. */
@NullMarked
package dev.effe.tool.deploy;

import org.jspecify.annotations.NullMarked;
