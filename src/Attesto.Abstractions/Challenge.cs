using System.Collections.Immutable;
using System.Text;

namespace Attesto;

/// <summary>One challenge of a <c>WWW-Authenticate</c> header (RFC 9110 §11.6.1).</summary>
/// <param name="Scheme">The authentication scheme, such as <c>Bearer</c>.</param>
/// <param name="Parameters">The auth-params in the order they are sent; values are unescaped.</param>
public sealed record Challenge(string Scheme, ImmutableArray<KeyValuePair<string, string>> Parameters)
{
    /// <summary>This challenge with one more parameter.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">Its unescaped value; null adds nothing.</param>
    /// <returns>A new challenge, or this one.</returns>
    public Challenge With(string name, string? value) =>
        value is null ? this : this with { Parameters = Parameters.Add(new(name, value)) };

    /// <summary>The header's value. Quotes and backslashes are escaped; control characters never reach a header.</summary>
    /// <returns>Such as <c>Bearer error="invalid_token"</c>.</returns>
    public override string ToString()
    {
        var text = new StringBuilder(Scheme);
        for (var i = 0; i < Parameters.Length; i++)
        {
            text.Append(i == 0 ? " " : ", ").Append(Parameters[i].Key).Append("=\"");
            foreach (var c in Parameters[i].Value)
            {
                _ = c switch
                {
                    '"' or '\\' => text.Append('\\').Append(c),
                    < ' ' or > '~' => text.Append(' '),
                    _ => text.Append(c),
                };
            }

            text.Append('"');
        }

        return text.ToString();
    }
}
