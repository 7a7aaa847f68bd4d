namespace Attesto.Load;

/// <summary>What goes before the counting.</summary>
internal static class WarmUp
{
    private const int Patience = 2; // runs in a row
    private const double Falling = 0.96;

    /// <summary>Asks until the server's code is compiled as it stays: until the cost has stopped falling, or it was asked long enough.</summary>
    /// <param name="mostRuns">How often at most.</param>
    /// <param name="run">Asks for a second, and tells what a request cost.</param>
    public static async Task RunAsync(int mostRuns, Func<Task<double>> run)
    {
        for (var (least, runs, since) = (double.MaxValue, 0, 0); since < Patience && runs < mostRuns; runs++)
        {
            var cost = await run();
            (since, least) = (cost < Falling * least ? 0 : since + 1, Math.Min(cost, least));
        }
    }
}
