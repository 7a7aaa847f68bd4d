using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Attesto.Lab.Policies;

/// <summary>Tells the claims of lab.json; what of them is released, the server decides.</summary>
public sealed class ClaimsPolicy(LabFile lab, IOptions<AttestoOptions> options) : IClaimsPolicy
{
    public ValueTask<JsonObject?> GetUserInfoAsync(ClaimsContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(lab.Users.FirstOrDefault(user => IsAbout(context, user))?.Claims.DeepClone() as JsonObject);

    public ValueTask<JsonObject?> GetIdTokenClaimsAsync(ClaimsContext context, CancellationToken cancellationToken) => ValueTask.FromResult<JsonObject?>(null);

    private bool IsAbout(ClaimsContext context, LabUser user) =>
        context.HostSubject is { } subject
            ? string.Equals(user.Sub, subject, StringComparison.Ordinal)
            : options.Value.Subjects.PrincipalKinds.Any(kind => string.Equals(kind.SubPrefix + user.Sub, context.Subject, StringComparison.Ordinal));
}
