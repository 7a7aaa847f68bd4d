using System.Text.Json.Nodes;
using Attesto.Scopes;

namespace Attesto.UserInfo;

/// <summary>What of the host's knowledge a token opens (OpenID Connect Core §5.4, §5.5). The rest never leaves.</summary>
internal static class ReleasedClaims
{
    private const string Subject = "sub";
    private const string UserInfoMember = "userinfo";

    public static JsonObject Of(string subject, ScopeSet scope, JsonObject? requested, JsonObject? known, AttestoOptions options)
    {
        var released = new JsonObject { [Subject] = subject }; // the token's: the host cannot change it
        if (known is null)
        {
            return released;
        }

        foreach (var name in Opened(scope, requested, options))
        {
            if (!string.Equals(name, Subject, StringComparison.Ordinal) && known.TryGetPropertyValue(name, out var value) && value is not null)
            {
                released[name] = value.DeepClone();
            }
        }

        return released;
    }

    private static IEnumerable<string> Opened(ScopeSet scope, JsonObject? requested, AttestoOptions options)
    {
        var byScope = ScopeClaims.Of(scope, options);
        return requested?[UserInfoMember] is JsonObject named ? byScope.Concat(named.Select(member => member.Key)) : byScope;
    }
}
