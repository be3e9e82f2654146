using System.Security.Cryptography;
using Pathway.EventStore.Proof;

namespace Pathway.EventStore.Tests.Proof;

/// <summary>The published test data of Certificate Transparency (RFC 6962 and 9162 hash alike): eight entries, the root after each, and proofs.</summary>
public sealed class MerkleTreeTests
{
    private static readonly string[] Entries =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    public static TheoryData<long, long, string[]> Inclusions => new()
    {
        // Leaf from 0, size, proof.
        { 0, 1, [] },
        {
            0, 8,
            ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]
        },
        {
            5, 8,
            ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]
        },
        { 2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"] },
        {
            1, 5,
            ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"]
        },
    };

    public static TheoryData<long, long, string[]> Consistencies => new()
    {
        // Earlier size, later size, proof.
        { 1, 1, [] },
        {
            1, 8,
            ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"]
        },
        {
            6, 8,
            ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]
        },
        { 2, 5, ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"] },
    };

    [Fact]
    public void The_root_after_every_leaf_is_the_published_one()
    {
        var tree = new MerkleFrontier();
        Assert.Equal(Roots[0], Hex(tree.Root()));
        foreach (var (entry, root) in Entries.Zip(Roots.Skip(1)))
        {
            tree.Add(MerkleTree.LeafHash(Convert.FromHexString(entry)));
            Assert.Equal(root, Hex(tree.Root()));
        }
    }

    [Theory]
    [MemberData(nameof(Inclusions))]
    public void Inclusion_proofs_are_the_published_ones(long index, long size, string[] proof)
    {
        Assert.Equal(proof, MerkleTree.InclusionPath(index, size).Select(r => Hex(RootOf(r, Published))));
        Assert.True(MerkleTree.Includes(Published[(int)index], index, size, [.. proof.Select(Convert.FromHexString)], Convert.FromHexString(Roots[size])));
    }

    [Theory]
    [MemberData(nameof(Consistencies))]
    public void Consistency_proofs_are_the_published_ones(long first, long second, string[] proof)
    {
        Assert.Equal(proof, MerkleTree.ConsistencyPath(first, second).Select(r => Hex(RootOf(r, Published))));
        Assert.True(MerkleTree.IsConsistent(
            first, Convert.FromHexString(Roots[first]), second, Convert.FromHexString(Roots[second]), [.. proof.Select(Convert.FromHexString)]));
    }

    [Fact]
    public void Every_inclusion_proof_holds_for_its_leaf_its_place_and_its_tree_alone()
    {
        for (var size = 1; size <= 40; size++)
        {
            var root = RootOf(new(0, size), Many);
            for (var index = 0; index < size; index++)
            {
                byte[][] proof = [.. MerkleTree.InclusionPath(index, size).Select(r => RootOf(r, Many))];
                Assert.True(MerkleTree.Includes(Many[index], index, size, proof, root));
                Assert.False(MerkleTree.Includes(Many[index + 1], index, size, proof, root));
                Assert.False(MerkleTree.Includes(Many[index], index + 1, size, proof, root));
                Assert.False(MerkleTree.Includes(Many[index], index - 1, size, proof, root));
                Assert.False(MerkleTree.Includes(Many[index], index, size, [.. proof, root], root));
                Assert.False(MerkleTree.Includes(Many[index], index, size, proof, RootOf(new(0, size + 1), Many)));
                Assert.All(Spoiled(proof), spoiled => Assert.False(MerkleTree.Includes(Many[index], index, size, spoiled, root)));
            }
        }
    }

    [Fact]
    public void Every_consistency_proof_holds_for_its_two_trees_alone()
    {
        for (var second = 0; second <= 40; second++)
        {
            var secondRoot = RootOf(new(0, second), Many);
            for (var first = 0; first <= second; first++)
            {
                var firstRoot = RootOf(new(0, first), Many);
                byte[][] proof = [.. MerkleTree.ConsistencyPath(first, second).Select(r => RootOf(r, Many))];
                Assert.True(MerkleTree.IsConsistent(first, firstRoot, second, secondRoot, proof));
                Assert.False(MerkleTree.IsConsistent(first, Many[77], second, secondRoot, proof));
                Assert.True(first == 0 || !MerkleTree.IsConsistent(first, firstRoot, second, Many[77], proof));
                Assert.False(MerkleTree.IsConsistent(first, firstRoot, second, secondRoot, [.. proof, secondRoot]));
                Assert.All(Spoiled(proof), spoiled => Assert.False(MerkleTree.IsConsistent(first, firstRoot, second, secondRoot, spoiled)));
            }
        }
    }

    [Fact]
    public void A_tree_goes_on_from_its_peaks_and_tells_what_it_completes()
    {
        var whole = new MerkleFrontier();
        var completed = new List<PerfectSubtree>();
        Array.ForEach(Many[..6], leaf => whole.Add(leaf, (node, _) => completed.Add(node)));
        var later = new MerkleFrontier(6, new LeafRange(0, 6).Peaks().Select(p => RootOf(new(p.Index << p.Level, (p.Index + 1) << p.Level), Many)));
        later.Add(Many[6], (node, _) => completed.Add(node));
        later.Add(Many[7], (node, hash) => Assert.Equal(RootOf(new(node.Index << node.Level, (node.Index + 1) << node.Level), Many), hash));

        Assert.Equal(RootOf(new(0, 8), Many), later.Root());
        Assert.Equal([new(1, 0), new(1, 1), new(2, 0), new(1, 2)], completed);
    }

    private static byte[][] Published => [.. Entries.Select(e => MerkleTree.LeafHash(Convert.FromHexString(e)))];

    private static byte[][] Many { get; } = [.. Enumerable.Range(0, 100).Select(n => MerkleTree.LeafHash(BitConverter.GetBytes(n)))];

    /// <summary>The root as RFC 9162 defines it, word by word: the tests' own, so that the product's is held against another.</summary>
    private static byte[] RootOf(LeafRange range, byte[][] leaves)
    {
        if (range.Count is 0 or 1)
        {
            return range.Count == 0 ? SHA256.HashData([]) : leaves[range.From];
        }

        var k = 1L;
        while (k * 2 < range.Count)
        {
            k *= 2;
        }

        return SHA256.HashData([0x01, .. RootOf(new(range.From, range.From + k), leaves), .. RootOf(new(range.From + k, range.To), leaves)]);
    }

    private static IEnumerable<byte[][]> Spoiled(byte[][] proof)
    {
        for (var i = 0; i < proof.Length; i++)
        {
            yield return [.. proof[..i], Many[99], .. proof[(i + 1)..]];
            yield return [.. proof[..i], .. proof[(i + 1)..]];
            yield return [.. proof[..i], [.. proof[i], 0], .. proof[(i + 1)..]];
        }
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
