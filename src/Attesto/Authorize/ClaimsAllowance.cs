using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Scopes;

namespace Attesto.Authorize;

/// <summary>Which claims a client may ask for one by one (OpenID Connect Core §5.5): never more than server and client allow, whatever the host knows.
/// The rest of the request is ignored, as an unsupported claim is (§5.5.1).</summary>
internal static class ClaimsAllowance
{
    // They demand something of the sign-in, and release nothing.
    private static readonly string[] Demands = ["sub", "acr", "auth_time"];

    /// <summary>Takes out what may not be asked for.</summary>
    /// <returns>JSON text of what is left, and the names of the claims in it that no granted scope opens anyway.</returns>
    internal static (string? Claims, ImmutableArray<string> Names) Restrict(JsonElement claims, Client client, AttestoOptions options, ScopeCatalogue scopes, ScopeSet scope)
    {
        var names = new List<string>();
        var removed = false;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var section in claims.EnumerateObject().Where(section => section.Value.ValueKind is JsonValueKind.Object))
            {
                writer.WriteStartObject(section.Name);
                foreach (var member in section.Value.EnumerateObject())
                {
                    var isDemand = Demands.Contains(member.Name, StringComparer.Ordinal);
                    if (!isDemand && !IsAllowed(member.Name, client, options, scopes))
                    {
                        removed = true;
                        continue;
                    }

                    member.WriteTo(writer);
                    if (!isDemand && (ScopeClaims.ScopeOf(member.Name, options) is not { } opener || !scope.Contains(opener)))
                    {
                        names.Add(member.Name);
                    }
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return (removed ? Encoding.UTF8.GetString(buffer.ToArray()) : claims.GetRawText(), [.. names.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Takes out what only a refused scope would have opened: a person who lets a client see no e-mail address does not mean that it may ask for it by name.</summary>
    /// <returns>JSON text of what is left.</returns>
    internal static string Without(string claims, ScopeSet refused, ScopeSet granted, AttestoOptions options)
    {
        var closed = ScopeClaims.Of(refused, options).Except(ScopeClaims.Of(granted, options), StringComparer.Ordinal)
            .Except(Demands, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var json = JsonNode.Parse(claims)!.AsObject();
        foreach (var section in json.Select(section => section.Value).OfType<JsonObject>())
        {
            foreach (var name in section.Select(member => member.Key).Where(closed.Contains).ToList())
            {
                section.Remove(name);
            }
        }

        return json.ToJsonString();
    }

    private static bool IsAllowed(string claim, Client client, AttestoOptions options, ScopeCatalogue scopes)
    {
        var opener = ScopeClaims.ScopeOf(claim, options);
        var server = options.Claims.Supported.Contains(claim) || (opener is not null && options.Scopes.Supported.Contains(opener));
        return server && (client.AllowedClaims is { } own
            ? own.Contains(claim, StringComparer.Ordinal)
            : opener is not null && scopes.Check(ScopeSet.Of(opener), client).TryGet(out _, out _));
    }
}
