"""The workloads that people declare, one class a module, and the parts that they are made of."""
