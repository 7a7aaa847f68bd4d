using Attesto.Clients;
using Attesto.Issuing;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore;

/// <summary>What is advertised must be there to be used.</summary>
internal static class OfferChecks
{
    private static readonly ServerCheck Served = new(
        "offers.served", CheckSeverity.Error, "RFC 8414 §2", "What the options list, this server serves.", "Remove the entry, or add what serves it.");

    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => [Served];

    /// <summary>The entries that nothing serves.</summary>
    public static IEnumerable<Finding> Find(AttestoOptions options, IServiceProvider services)
    {
        string[] methods = [.. services.GetServices<IClientAuthenticationMethod>().Select(method => method.Method)];
        string[] grants = [.. services.GetServices<GrantDescriptor>().Select(grant => grant.GrantType)];
        return
        [
            .. Unknown(options.ClientAuthentication.Methods, methods, "ClientAuthentication:Methods"),
            .. Unknown(options.Tokens.GrantTypes, grants, "Tokens:GrantTypes"),
            .. Unknown(options.Registration.GrantTypes, grants, "Registration:GrantTypes"),
            .. Unknown(options.ClientIdMetadata.GrantTypes, grants, "ClientIdMetadata:GrantTypes"),
        ];
    }

    private static IEnumerable<Finding> Unknown(IList<string>? listed, string[] known, string option) => (listed ?? [])
        .Except(known, StringComparer.Ordinal)
        .Select(name => Served.Found($"Attesto:{option} has the entry \"{name}\", which nothing in this server serves. It serves: {string.Join(' ', known)}."));
}
