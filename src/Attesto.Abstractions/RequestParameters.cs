using System.Collections;
using System.Collections.Immutable;

namespace Attesto;

/// <summary>The parameters of one request, in order, repetitions kept. One parser made them; nothing else reads the wire.</summary>
public sealed class RequestParameters : IEnumerable<KeyValuePair<string, string>>
{
    private const int FewPairs = 24;

    private readonly ImmutableArray<KeyValuePair<string, string>> _pairs;

    /// <summary>Takes the decoded pairs as they stood in the request. Those without a value count as omitted (RFC 6749 §3.1).</summary>
    /// <param name="pairs">Decoded names and values.</param>
    public RequestParameters(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ImmutableArray<KeyValuePair<string, string>> all = [.. pairs];
        _pairs = HasEmpty(all) ? all.RemoveAll(pair => pair.Value.Length == 0) : all;
    }

    /// <summary>No parameters.</summary>
    public static RequestParameters None { get; } = new([]);

    /// <summary>The first value, or null if the parameter is absent.</summary>
    /// <param name="name">The wire name.</param>
    public string? this[string name] => Find(name);

    /// <summary>The first value.</summary>
    /// <param name="name">The wire name.</param>
    /// <returns>The value as sent, never empty; null if the parameter is absent.</returns>
    public string? Find(string name)
    {
        foreach (var (key, value) in _pairs)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Every value of a parameter that may be repeated (RFC 8707 §2).</summary>
    /// <param name="name">The wire name.</param>
    /// <returns>The values in order; empty if the parameter is absent.</returns>
    public ImmutableArray<string> All(string name) => Find(name) is null
        ? []
        : [.. _pairs.Where(pair => string.Equals(pair.Key, name, StringComparison.Ordinal)).Select(pair => pair.Value)];

    /// <summary>The first parameter that stands more than once, <c>resource</c> and <c>audience</c> aside (RFC 6749 §3.1, RFC 8707 §2).</summary>
    /// <returns>Its name, or null.</returns>
    public string? FindRepeated() => _pairs.Length <= FewPairs ? FindRepeatedAmongFew() : FindRepeatedAmongMany();

    // A set for every request costs more than a handful of comparisons; for thousands of fields it is the other way round.
    private string? FindRepeatedAmongFew()
    {
        for (var i = 1; i < _pairs.Length; i++)
        {
            var key = _pairs[i].Key;
            for (var j = 0; j < i; j++)
            {
                if (string.Equals(_pairs[j].Key, key, StringComparison.Ordinal) && key is not (Parameters.Resource or Parameters.Audience))
                {
                    return key;
                }
            }
        }

        return null;
    }

    private string? FindRepeatedAmongMany()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, _) in _pairs)
        {
            if (!seen.Add(key) && key is not (Parameters.Resource or Parameters.Audience))
            {
                return key;
            }
        }

        return null;
    }

    private static bool HasEmpty(ImmutableArray<KeyValuePair<string, string>> pairs)
    {
        foreach (var (_, value) in pairs)
        {
            if (value.Length == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_pairs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
