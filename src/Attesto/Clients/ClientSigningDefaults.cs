using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.Clients;

/// <summary>Lets clients sign with Ed25519, too, where a package brings it and the host names no algorithms.</summary>
internal sealed class ClientSigningDefaults(SignatureAlgorithms algorithms) : IPostConfigureOptions<AttestoOptions>
{
    public void PostConfigure(string? name, AttestoOptions options)
    {
        string[] brought = [.. algorithms.ClientDefaults.Where(algorithm => algorithm is JoseAlgorithms.EdDsa or JoseAlgorithms.Ed25519)];
        options.ClientAuthentication.SigningAlgorithms ??= [.. options.AssertionAlgorithms(), .. brought];
        options.RequestObjects.SigningAlgorithms ??= [.. options.RequestObjectAlgorithms(), .. brought];
    }
}
