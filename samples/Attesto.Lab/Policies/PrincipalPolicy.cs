using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Attesto.Lab.Policies;

/// <summary>People are of the first kind unless lab.json says otherwise, clients of the kind <c>client</c>, or the last.</summary>
public sealed class PrincipalPolicy(LabFile lab, IOptions<AttestoOptions> options) : IPrincipalPolicy
{
    private readonly IList<PrincipalKind> _kinds = options.Value.Subjects.PrincipalKinds;

    public ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(context.Subject is null ? OfClient(context.Client.Id) : OfUser(context.Subject));

    private Principal OfClient(string clientId)
    {
        var kind = Kind("client") ?? _kinds[^1];
        return new Principal(kind.Value, kind.SubPrefix + clientId);
    }

    private Principal? OfUser(string subject)
    {
        if (lab.FindUser(subject) is not { } user)
        {
            return null;
        }

        var kind = (user.Kind is null ? null : Kind(user.Kind)) ?? _kinds[0];
        return new Principal(kind.Value, kind.SubPrefix + user.Sub) { Claims = Required(kind, user) };
    }

    // A kind's required claims come from the user's own.
    private static JsonObject? Required(PrincipalKind kind, LabUser user) => kind.RequiredClaims.Count == 0 ? null : new JsonObject(
        kind.RequiredClaims.Keys.Where(user.Claims.ContainsKey).Select(name => KeyValuePair.Create(name, user.Claims[name]?.DeepClone())));

    private PrincipalKind? Kind(string value) => _kinds.FirstOrDefault(kind => string.Equals(kind.Value, value, StringComparison.Ordinal));
}
