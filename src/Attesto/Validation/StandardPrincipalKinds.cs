using Microsoft.Extensions.Options;

namespace Attesto.Validation;

/// <summary>The kinds of principal of a host that names none: users and clients. A host's own list replaces them; it is never mixed with them.</summary>
internal sealed class StandardPrincipalKinds : IPostConfigureOptions<AttestoOptions>
{
    public void PostConfigure(string? name, AttestoOptions options)
    {
        if (options.Subjects.PrincipalKinds.Count == 0)
        {
            options.Subjects.PrincipalKinds =
            [
                new PrincipalKind { Value = "user", SubPrefix = "usr_" },
                new PrincipalKind { Value = "client", SubPrefix = "cli_" },
            ];
        }
    }
}
