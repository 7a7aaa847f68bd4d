using System.Text;

namespace Attesto.Interop.Fuzz;

/// <summary>A request in layers, each of which can be spoiled by itself before it becomes bytes.</summary>
internal sealed record FuzzRequest(string Method, string Path)
{
    /// <summary>Names and values of the query, not yet encoded.</summary>
    public List<(string Name, string Value)> Query { get; init; } = [];

    /// <summary>Names and values of the form, not yet encoded; null for a request without a form.</summary>
    public List<(string Name, string Value)>? Form { get; init; }

    /// <summary>A body that is no form.</summary>
    public string? Json { get; init; }

    public List<(string Name, string Value)> Headers { get; init; } = [];

    public string Target => Query.Count == 0 ? Path : $"{Path}?{Encode(Query)}";

    public byte[] Body => Json is not null ? Encoding.UTF8.GetBytes(Json) : Form is null ? [] : Encoding.Latin1.GetBytes(Encode(Form));

    public string? ContentType => Json is not null ? "application/json" : Form is not null ? "application/x-www-form-urlencoded" : null;

    public override string ToString() => $"{Method} {Target}\n{string.Join('\n', Headers.Select(header => $"{header.Name}: {header.Value}"))}\n\n{Encoding.UTF8.GetString(Body)}";

    private static string Encode(List<(string Name, string Value)> fields) => string.Join('&', fields.Select(field => $"{Encode(field.Name)}={Encode(field.Value)}"));

    // A half surrogate has no UTF-8; what a mutation marks as raw goes out as it is.
    private static string Encode(string text) => text.StartsWith(Mutations.Raw, StringComparison.Ordinal) ? text[Mutations.Raw.Length..] : Uri.EscapeDataString(text);
}
