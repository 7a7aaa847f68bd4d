using Attesto.Benchmarks;
using BenchmarkDotNet.Running;

// Without arguments: bytes and store calls per token request against the budgets; the exit code says whether they hold.
// With --time: BenchmarkDotNet, for time as well.
if (args is ["--time", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(TokenBenchmarks).Assembly).Run(args[1..]);
    return 0;
}

return await Budgets.CheckAsync(Console.Out) ? 0 : 1;
