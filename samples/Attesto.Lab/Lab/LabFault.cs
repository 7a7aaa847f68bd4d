namespace Attesto.Lab;

/// <summary>Why the lab cannot start, in one line.</summary>
/// <param name="message">The line.</param>
public sealed class LabFault(string message) : Exception(message)
{
    /// <summary>The innermost reason of any fault at start, on one line.</summary>
    public static string OneLine(Exception fault)
    {
        var text = fault switch
        {
            AggregateException { InnerException: { } inner } => OneLine(inner),
            _ => fault.Message,
        };
        return string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
