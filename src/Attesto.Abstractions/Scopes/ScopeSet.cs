using System.Buffers;
using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Attesto;

/// <summary>A set of scope tokens (RFC 6749 §3.3) in the order they were first named. Equal if the same tokens, whatever the order.</summary>
public sealed class ScopeSet : IReadOnlyCollection<string>, IEquatable<ScopeSet>
{
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    private readonly ImmutableArray<string> _tokens;

    private string? _text;

    private ScopeSet(ImmutableArray<string> tokens, string? text = null) => (_tokens, _text) = (tokens, text);

    /// <summary>No scope.</summary>
    public static ScopeSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _tokens.Length;

    // For a loop, which through the interface allocates.
    internal ImmutableArray<string> Tokens => _tokens;

    /// <summary>Reads a space-separated list; empty parts are dropped, repetitions collapse.</summary>
    /// <param name="text">The wire value; null and the empty string are the empty set.</param>
    /// <param name="scope">The set, or null if a token breaks the grammar.</param>
    /// <returns>True if every token is well formed.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ScopeSet? scope)
    {
        scope = Empty;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var tokens = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        scope = !Array.TrueForAll(tokens, IsToken) ? null
            : HasRepetitions(tokens) ? Of(tokens)
            : new(ImmutableCollectionsMarshal.AsImmutableArray(tokens), IsWireForm(text) ? text : null);
        return scope is not null;
    }

    /// <summary>A set of tokens that are known to be well formed.</summary>
    /// <param name="tokens">The tokens; repetitions collapse.</param>
    /// <returns>The set.</returns>
    public static ScopeSet Of(params IEnumerable<string> tokens) => new([.. tokens.Distinct(StringComparer.Ordinal)]);

    /// <summary>True if the text is one scope token: <c>1*( %x21 / %x23-5B / %x5D-7E )</c>.</summary>
    /// <param name="text">The candidate.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>True if the token is in the set, literally.</summary>
    /// <param name="token">The token.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(string token) => _tokens.Contains(token, StringComparer.Ordinal);

    /// <summary>True if every token of this set is in the other, literally.</summary>
    /// <param name="other">The ceiling.</param>
    /// <returns>Whether it is.</returns>
    public bool IsSubsetOf(ScopeSet other)
    {
        foreach (var token in _tokens)
        {
            if (!other.Contains(token))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The wire form: space-separated, in order.</summary>
    /// <returns>Possibly the empty string.</returns>
    public override string ToString() => _text ??= string.Join(' ', _tokens);

    /// <inheritdoc/>
    public bool Equals(ScopeSet? other) => other is not null && Count == other.Count && IsSubsetOf(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ScopeSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _tokens.Aggregate(0, (hash, token) => hash ^ StringComparer.Ordinal.GetHashCode(token));

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_tokens).GetEnumerator();

    // A few tokens are compared in place: every verification of an access token comes through here.
    private static bool HasRepetitions(string[] tokens)
    {
        const int few = 16;
        for (var i = 1; i < tokens.Length && tokens.Length <= few; i++)
        {
            if (Array.IndexOf(tokens, tokens[i], 0, i) >= 0)
            {
                return true;
            }
        }

        return tokens.Length > few;
    }

    private static bool IsWireForm(string text) =>
        text[0] != ' ' && text[^1] != ' ' && !text.Contains("  ", StringComparison.Ordinal);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
