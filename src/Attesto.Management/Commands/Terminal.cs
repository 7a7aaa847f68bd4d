namespace Attesto.Management;

/// <summary>Where a command writes, and who may be asked.</summary>
/// <param name="Output">What was asked for.</param>
/// <param name="Error">What is said besides.</param>
/// <param name="Input">A person, or null if none is there.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, TextReader? Input)
{
    /// <summary>Says what something costs, and asks whether to go on.</summary>
    /// <returns>True to go on; null if nobody is there to ask.</returns>
    public async Task<bool?> ConfirmAsync(string cost, CancellationToken cancellationToken)
    {
        await Error.WriteLineAsync(cost);
        if (Input is null)
        {
            return null;
        }

        await Error.WriteAsync("Go on? [y/N] ");
        return await Input.ReadLineAsync(cancellationToken) is "y" or "Y" or "yes";
    }

    /// <summary>Writes lines of cells, each column as wide as its widest cell.</summary>
    public async Task WriteTableAsync(string[] head, IEnumerable<string[]> rows)
    {
        var lines = rows.Prepend(head).ToList();
        var widths = head.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            await Output.WriteLineAsync(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
