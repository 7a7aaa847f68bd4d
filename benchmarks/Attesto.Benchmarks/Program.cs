using Attesto.Benchmarks;
using BenchmarkDotNet.Running;

// Without arguments: bytes and store calls per request against the budgets; the exit code says whether they hold.
// With --time: BenchmarkDotNet, for time as well.
if (args is ["--time", ..])
{
    BenchmarkSwitcher.FromAssembly(typeof(TokenBenchmarks).Assembly).Run(args[1..]);
    return 0;
}

var holds = await Budgets.CheckAsync(Console.Out) & await ResourceBudgets.CheckAsync(Console.Out) & await HttpBudgets.CheckAsync(Console.Out);
await Console.Out.WriteLineAsync(holds ? "every budget holds" : "a budget is exceeded");
return holds ? 0 : 1;
