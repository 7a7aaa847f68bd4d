using System.Text.Json.Nodes;

namespace Attesto.Introspection;

/// <summary>An introspection response (RFC 7662 §2.2), plain or signed.</summary>
/// <param name="Body">The members of the response.</param>
/// <param name="Jwt">The signed response of type <c>application/token-introspection+jwt</c> (RFC 9701 §5) that is sent instead, if the caller asked for it; else null.</param>
internal sealed record IntrospectionResponse(JsonObject Body, string? Jwt = null);
