using System.Numerics;
using System.Security.Cryptography;

namespace Pathway.EventStore.Proof;

/// <summary>
/// The Merkle tree of RFC 9162, section 2.1, with SHA-256: the hash of a leaf is that of 0x00 and the entry, the hash of a node that of 0x01 and its two
/// children, and the left child of a node holds the largest power of two of leaves that leaves any for the right one. Pure: it knows hashes and places.
/// </summary>
public static class MerkleTree
{
    /// <summary>Bytes of every hash.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>The hash of a leaf.</summary>
    /// <param name="entry">What stands at the leaf.</param>
    public static byte[] LeafHash(ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0x00]);
        hash.AppendData(entry);
        return hash.GetHashAndReset();
    }

    /// <summary>The hash of a node.</summary>
    /// <param name="left">The hash of its left child, 32 bytes.</param>
    /// <param name="right">The hash of its right child, 32 bytes.</param>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[1 + (2 * HashBytes)];
        both[0] = 0x01;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + HashBytes)..]);
        return SHA256.HashData(both);
    }

    /// <summary>The root over the peaks of a tree, as <see cref="LeafRange.Peaks"/> names them.</summary>
    /// <param name="peaks">Their hashes, from left to right; none for the empty tree.</param>
    public static byte[] Root(IReadOnlyList<byte[]> peaks) =>
        peaks.Count == 0 ? SHA256.HashData([]) : peaks.Reverse().Aggregate((right, left) => NodeHash(left, right));

    /// <summary>What an inclusion proof is made of (RFC 9162, 2.1.3.1).</summary>
    /// <param name="index">The leaf, from 0.</param>
    /// <param name="size">Leaves of the tree, more than the index.</param>
    /// <returns>The subtrees whose hashes are the proof, in its order.</returns>
    public static IReadOnlyList<LeafRange> InclusionPath(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<LeafRange>();
        var tree = new LeafRange(0, size);
        while (tree.Count > 1)
        {
            var (left, right) = tree.Children();
            path.Add(index < right.From ? right : left);
            tree = index < right.From ? left : right;
        }

        path.Reverse();
        return path;
    }

    /// <summary>What a consistency proof is made of (RFC 9162, 2.1.4.1).</summary>
    /// <param name="first">Leaves of the earlier tree, 0 or more.</param>
    /// <param name="second">Leaves of the later one, not fewer.</param>
    /// <returns>The subtrees whose hashes are the proof, in its order; none when the earlier tree is empty or the same.</returns>
    public static IReadOnlyList<LeafRange> ConsistencyPath(long first, long second)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var path = new List<LeafRange>();
        if (first == 0)
        {
            return path;
        }

        var tree = new LeafRange(0, second);
        while (tree.To != first)
        {
            var (left, right) = tree.Children();
            path.Add(first <= right.From ? right : left);
            tree = first <= right.From ? left : right;
        }

        if (tree.From > 0)
        {
            path.Add(tree); // The earlier tree ends with it, and whoever checks does not have it.
        }

        path.Reverse();
        return path;
    }

    /// <summary>Checks an inclusion proof (RFC 9162, 2.1.3.2).</summary>
    /// <param name="leafHash">The hash of the leaf.</param>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="size">Leaves of the tree.</param>
    /// <param name="proof">The proof.</param>
    /// <param name="root">The root of the tree, from a checkpoint that is trusted.</param>
    /// <returns>Whether the leaf stands at that place in the tree.</returns>
    public static bool Includes(byte[] leafHash, long index, long size, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || proof.Any(h => h.Length != HashBytes))
        {
            return false;
        }

        var (node, last, hash) = (index, size - 1, leafHash);
        foreach (var step in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = NodeHash(step, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                hash = NodeHash(hash, step);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Checks a consistency proof (RFC 9162, 2.1.4.2).</summary>
    /// <param name="first">Leaves of the earlier tree.</param>
    /// <param name="firstRoot">Its root.</param>
    /// <param name="second">Leaves of the later tree.</param>
    /// <param name="secondRoot">Its root.</param>
    /// <param name="proof">The proof.</param>
    /// <returns>Whether the later tree begins with all leaves of the earlier one.</returns>
    public static bool IsConsistent(long first, ReadOnlySpan<byte> firstRoot, long second, ReadOnlySpan<byte> secondRoot, IReadOnlyList<byte[]> proof)
    {
        if (first < 0 || first > second || proof.Any(h => h.Length != HashBytes))
        {
            return false;
        }

        if (first == second || first == 0)
        {
            return proof.Count == 0 && (first == 0 ? firstRoot.SequenceEqual(Root([])) : firstRoot.SequenceEqual(secondRoot));
        }

        // Where the earlier tree is a subtree of the later one, its root is left out of the proof.
        byte[][] steps = BitOperations.IsPow2(first) ? [firstRoot.ToArray(), .. proof] : [.. proof];
        if (steps.Length == 0)
        {
            return false;
        }

        var (node, last) = (first - 1, second - 1);
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        var (earlier, later) = (steps[0], steps[0]);
        foreach (var step in steps.Skip(1))
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                (earlier, later) = (NodeHash(step, earlier), NodeHash(step, later));
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                later = NodeHash(later, step);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && firstRoot.SequenceEqual(earlier) && secondRoot.SequenceEqual(later);
    }
}
