/**
 * JMH benchmarks of the kernels. After {@code mvn -pl benchmarks -am package}: {@code java -cp
 * "benchmarks/target/classes:benchmarks/target/lib/*" org.openjdk.jmh.Main Engine}.
 */
package org.insitu.benchmarks;
