using Xunit.Sdk;
using Xunit.v3;

// each test brings up to five processes
[assembly: Parallelization(Mode = ParallelMode.None)]
