using System.Collections.Immutable;
using System.CommandLine;

namespace Attesto.Management;

/// <summary>Options of scopes and APIs.</summary>
internal static class CatalogOptions
{
    public static Option<string?> Text(string name, string description) => new(name) { Description = description };

    public static Option<string[]> Texts(string name, string description) => new(name) { Description = description };

    /// <summary>Texts with their languages, put into those that there are: <c>de=Berichte lesen</c>; a text that is empty takes the one of its language away.</summary>
    /// <exception cref="ClientDataException">One names no language.</exception>
    public static IReadOnlyDictionary<string, string>? Read(ParseResult parsed, Option<string[]> option, IReadOnlyDictionary<string, string>? before)
    {
        if (parsed.GetValue(option) is not { Length: > 0 } given)
        {
            return before;
        }

        var texts = new Dictionary<string, string>(before ?? ImmutableDictionary<string, string>.Empty, StringComparer.Ordinal);
        foreach (var each in given)
        {
            if (each.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at))
            {
                throw new ClientDataException([new ClientDataFault(option.Name, $"has \"{each}\"; each must be a language and a text, such as \"de=Berichte lesen\".")]);
            }

            var (language, text) = (each[..at], each[(at + 1)..]);
            texts.Remove(language);
            if (text.Length > 0)
            {
                texts.Add(language, text);
            }
        }

        return texts.Count == 0 ? null : texts;
    }
}
