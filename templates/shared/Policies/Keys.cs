using Attesto;
using Attesto.Keys;

namespace PoliciesNamespace;

/// <summary>Which keys sign tokens? In Development a file made on the first start; elsewhere the PEM files that <c>SigningKeys</c> in the configuration
/// lists, the one that signs first. For a vault or an HSM return your own <see cref="IKeystore"/>.</summary>
public static class Keys
{
    public static IKeystore Open(IServiceProvider services)
    {
        var host = services.GetRequiredService<IHostEnvironment>();
        if (services.GetRequiredService<IConfiguration>().GetSection("SigningKeys").Get<string[]>() is { Length: > 0 } files)
        {
            return new PemKeystore(files.Select(file => new PemKey(File.ReadAllText(file))));
        }

        return host.IsDevelopment()
            ? new DevelopmentKeystore(Path.Combine(host.ContentRootPath, ".attesto", "development-keys.pem"))
            : throw new InvalidOperationException(
                "There is no signing key. List PEM files under SigningKeys (SigningKeys__0=/run/secrets/es256.pem), or open Policies/Keys.cs.");
    }
}
