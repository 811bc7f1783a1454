using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using WhatsAppBot.Engine;

// in this process: what BenchmarkDotNet would generate and build does not know the settings of the repository
var quick = args.Contains("--quick");
var job = (quick ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
var config = ManualConfig.Create(DefaultConfig.Instance).AddJob(job).AddDiagnoser(MemoryDiagnoser.Default);
BenchmarkSwitcher
    .FromAssembly(typeof(TurnBenchmark).Assembly)
    .Run([.. args.Where(arg => arg != "--quick"), "--filter", "*"], config);
