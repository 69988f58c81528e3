/**
 * Deploys functions to a namespace of Kubernetes, by kubectl: a version is a Deployment with what belongs to it, an alias
 * a Service that selects a version. {@link dev.effe.tool.kubernetes.KubernetesPlace} is where it begins.
 */
@NullMarked
package dev.effe.tool.kubernetes;

import org.jspecify.annotations.NullMarked;
