using Microsoft.Extensions.Options;

namespace Attesto.Validation;

/// <summary>What is wrong with the options: every fault names the option as configuration spells it, and says what to do.</summary>
internal sealed class OptionFaults
{
    private readonly List<string> _faults = [];

    public void Add(string option, string fault) => _faults.Add($"Attesto:{option} {fault}");

    public void AddIf(bool isWrong, string option, string fault)
    {
        if (isWrong)
        {
            Add(option, fault);
        }
    }

    /// <summary>A lifetime has an upper bound, too: a typing error must not make a token that lives for weeks.</summary>
    public void Within(TimeSpan? value, TimeSpan max, string option, string? source = null) => AddIf(
        value <= TimeSpan.Zero || value > max,
        option,
        $"is {value}; it must be longer than zero and at most {max} ([d.]hh:mm:ss{(source is null ? "" : $"; {source}")}).");

    public void EachUnique(IEnumerable<string?>? values, string option, Func<string, bool> fits, string shape)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in values ?? [])
        {
            AddIf(string.IsNullOrWhiteSpace(value) || !fits(value), option, $"has the entry \"{value}\"; each must be {shape}.{Punycode.HintOf(value)}");
            AddIf(value is not null && !seen.Add(value), option, $"has the entry \"{value}\" twice; remove one.");
        }
    }

    public ValidateOptionsResult ToResult() => _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
