using System.Collections.Immutable;

namespace Attesto.Management;

/// <summary>Reads the lists and the texts in several languages of a form: JSON may have null where a text belongs.</summary>
internal static class CatalogTexts
{
    public static IReadOnlyList<string>? Shown(IReadOnlyList<string> values) => values.Count == 0 ? null : values;

    public static IReadOnlyDictionary<string, string>? Shown(ImmutableDictionary<string, string> texts) =>
        texts.IsEmpty ? null : texts.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static ImmutableArray<string> Read(IReadOnlyList<string?>? values, string field) => values?.Any(value => value is null) is true
        ? throw Null(field)
        : [.. (values ?? []).OfType<string>()];

    public static ImmutableDictionary<string, string> Read(IReadOnlyDictionary<string, string>? texts, string field) => texts?.Values.Any(text => (string?)text is null) is true
        ? throw Null(field)
        : (texts ?? ImmutableDictionary<string, string>.Empty).ToImmutableDictionary(StringComparer.Ordinal);

    private static ClientDataException Null(string field) => new([new ClientDataFault(field, "has an entry that is null; each must be a text.")]);
}
